/** Chinese, unless a language is asked for that is English. */
export type Locale = "zh-CN" | "en";

export function localeOf(wanted: string | null | undefined): Locale {
  return wanted?.toLowerCase().split(/[-_]/)[0] === "en" ? "en" : "zh-CN";
}
