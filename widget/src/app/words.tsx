/** The language of the window, for every component in it. */

import { createContext, useContext, type ReactNode } from "react";
import { translator, type Locale, type Translate } from "../strings";

export interface Words {
  t: Translate;
  locale: Locale;
}

const Context = createContext<Words>({ t: translator("zh-CN"), locale: "zh-CN" });

export function WordsProvider({ locale, children }: { locale: Locale; children: ReactNode }) {
  return <Context.Provider value={{ t: translator(locale), locale }}>{children}</Context.Provider>;
}

export function useWords(): Words {
  return useContext(Context);
}
