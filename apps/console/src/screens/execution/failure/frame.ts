/** One call of a stack, and whose code it is in. */
export interface Frame {
  readonly file: string;
  readonly line: number | undefined;
  /** Empty where the stack does not say it: of a module, or of a text that could not be compiled. */
  readonly name: string;
  /** What stands there, with the marks under it. */
  readonly code: readonly string[];
  readonly isLibrary: boolean;
}

/** Installed packages, the language's own library, and flytekit's wrappers around a task. */
const pythonLibraries =
  /(?:^|[/\\])(?:site-packages|dist-packages|flytekit|flytekitplugins)[/\\]|[/\\]lib(?:64)?[/\\]python\d|[/\\]bin[/\\]py(?:flyte|\d)?[\w.-]*$|^<frozen /i;
const scriptLibraries = /(?:^|[/\\])node_modules[/\\]|^node:|^internal\//;
const javaLibraries =
  /^(?:java|javax|jdk|sun|com\.sun|scala|kotlin|kotlinx|org\.apache|org\.springframework|org\.junit)\./;

export const isPythonLibrary = (file: string): boolean => pythonLibraries.test(file);
export const isScriptLibrary = (file: string): boolean => scriptLibraries.test(file);
export const isJavaLibrary = (name: string): boolean => javaLibraries.test(name);

/** Neighbouring frames that are shown, or folded into one line. */
export interface FrameGroup {
  readonly frames: readonly Frame[];
  readonly isFolded: boolean;
  /** Folded because it is not the author's; else because there are so many. */
  readonly isLibrary: boolean;
}

/** Of so many own frames in a row (a recursion), the first and the last are shown. */
const mostOpen = 30;
const firstOpen = 8;
const lastOpen = 16;

/** In their order: own frames open, runs of library frames folded. */
export function groupFrames(frames: readonly Frame[]): FrameGroup[] {
  const groups: FrameGroup[] = [];
  for (let from = 0; from < frames.length; ) {
    const isLibrary = frames[from]?.isLibrary ?? false;
    let until = from + 1;
    while (until < frames.length && frames[until]?.isLibrary === isLibrary) until += 1;
    groups.push(...foldRun(frames.slice(from, until), isLibrary));
    from = until;
  }
  return groups;
}

function foldRun(frames: readonly Frame[], isLibrary: boolean): FrameGroup[] {
  if (isLibrary || frames.length <= mostOpen) return [{ frames, isFolded: isLibrary, isLibrary }];
  return [
    { frames: frames.slice(0, firstOpen), isFolded: false, isLibrary },
    { frames: frames.slice(firstOpen, -lastOpen), isFolded: true, isLibrary },
    { frames: frames.slice(-lastOpen), isFolded: false, isLibrary },
  ];
}
