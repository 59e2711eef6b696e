/** What the chat uses of the cards. */

export { textBeside } from "./beside/textBeside";
export { CardView } from "./CardView";
export { isPast, newestStep } from "./past";
