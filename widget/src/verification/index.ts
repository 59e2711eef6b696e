/** What the chat uses to verify. */

export { VerificationSheet } from "./VerificationSheet";
