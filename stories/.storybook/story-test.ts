/** What a story can ask of its test and not of a page. Absent in Storybook itself. */
import { commands } from 'vitest/browser';
import type { EmulatedMedia } from '../emulated-media.js';

declare module 'vitest/browser' {
  interface BrowserCommands {
    emulateMedia: (media: EmulatedMedia) => Promise<void>;
    keptPicture: (name: string, svg: string) => Promise<string>;
  }
}

/** What tests of stories can do: tell the browser what it draws on, and compare a drawing with the kept one. */
export interface StoryTest {
  emulateMedia(media: EmulatedMedia): Promise<void>;
  /** Returns the kept drawing called *name*; with `PICTURES=write` keeps *svg* as it. */
  keptPicture(name: string, svg: string): Promise<string>;
}

Object.assign(globalThis, { storyTest: commands satisfies StoryTest });
