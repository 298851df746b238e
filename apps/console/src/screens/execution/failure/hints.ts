/** What to try when an error is one of those that everybody meets: one sentence, or nothing. */
export interface FailureFacts {
  /** Of the error, without what its attempts have to do with it. */
  readonly code: string;
  readonly message: string;
  readonly exitCode: number | undefined;
}

interface Rule {
  readonly isMet: (facts: FailureFacts) => boolean | RegExpExecArray | null;
  readonly say: (facts: FailureFacts) => string;
}

const says =
  (pattern: RegExp): Rule["isMet"] =>
  ({ code, message }) =>
    pattern.test(code) || pattern.test(message);
const has =
  (code: RegExp): Rule["isMet"] =>
  (facts) =>
    code.test(facts.code);

const pythonModule = /No module named ['"]?([\w.-]+)/;
const nodeModule = /Cannot find (?:module|package) '([^']{1,200})'/;
const javaClass = /(?:ClassNotFoundException|NoClassDefFoundError): ([\w./$]{1,200})/;
const secretKey = /secret (?:for key )?['"]?([\w./-]{1,100})/i;
const imageCodes = /ImagePull|ErrImage|InvalidImageName/;

/** The first that is met counts: what names its cause stands before what only resembles one. */
const rules: readonly Rule[] = [
  {
    isMet: (facts) =>
      has(/SecretNotFound/)(facts) ||
      /unable to find secret|secret [^\n]{0,80}(?:not found|is missing)|please make sure to add secret/i.test(
        facts.message,
      ),
    say: ({ message }) => {
      const key = secretKey.exec(message)?.[1];
      return `A secret is missing${key ? ` (${key})` : ""}: give its value where Skein keeps secrets, under the group and key that the task asks for.`;
    },
  },
  {
    isMet: says(
      /OOMKilled|OutOfMemory|\bMemoryError|Cannot allocate memory|unable to allocate \d|heap out of memory|std::bad_alloc|CUDA out of memory/i,
    ),
    say: () => "It ran out of memory: raise the task's memory limit, or let it hold less at once.",
  },
  {
    isMet: (facts) => facts.exitCode === 137,
    say: () =>
      "It was killed (137), most often because memory ran out: raise the task's memory limit, or run less beside it.",
  },
  {
    isMet: says(
      /pull access denied|unauthorized: |authentication required|denied: requested access|no basic auth credentials/i,
    ),
    say: () =>
      "The registry does not let the image out: log in to it on this machine (docker login), or check the image's name.",
  },
  {
    isMet: (facts) =>
      has(imageCodes)(facts) ||
      /ErrImagePull|ImagePullBackOff|manifest (?:unknown|for [^\n]{1,200} not found)|no such image|toomanyrequests/i.test(
        facts.message,
      ),
    say: () =>
      "The image could not be pulled: check its name and tag, and that this machine reaches the registry; one built here must be on this engine.",
  },
  {
    isMet: says(pythonModule),
    say: ({ message }) => {
      const name = pythonModule.exec(message)?.[1] ?? "";
      return `The image has no Python module ${name}: add its package to the image that the task runs in, or check the import's name.`;
    },
  },
  {
    isMet: ({ message }) => nodeModule.test(message),
    say: ({ message }) =>
      `The image has no module ${nodeModule.exec(message)?.[1] ?? ""}: install it in the image that the task runs in.`,
  },
  {
    isMet: ({ message }) => javaClass.test(message),
    say: ({ message }) =>
      `The class ${javaClass.exec(message)?.[1] ?? ""} is not on the class path: add its archive to the image that the task runs in.`,
  },
  {
    isMet: says(/No space left on device|ENOSPC|disk quota exceeded/i),
    say: () =>
      "The disk is full: make room on the machine (old executions, unused images: docker system prune), or write less.",
  },
  {
    isMet: (facts) =>
      has(/^(?:TimeoutExpired|Timeout|TimedOut)$/)(facts) ||
      /task (?:execution|active) timeout \[[^\]]{1,40}\] expired|DeadlineExceeded/.test(facts.message),
    say: () => "It took longer than its timeout: see in its log where the time went, then raise the task's timeout.",
  },
  {
    isMet: says(/TimeoutError|timed out|ETIMEDOUT|Read timeout/i),
    say: () =>
      "Something it waited for did not answer in time: check that its address is right and reachable from the container.",
  },
  {
    isMet: (facts) =>
      facts.exitCode === 127 || /command not found|executable file not found|: not found$/m.test(facts.message),
    say: () => "A command is not in the image: check its spelling and path, or take an image that has it.",
  },
  {
    isMet: (facts) => facts.exitCode === 126,
    say: () => "A command was found but may not be run: make it executable in the image (chmod +x).",
  },
  {
    isMet: says(/Permission denied|PermissionError|EACCES|Operation not permitted/i),
    say: () =>
      "The container's user may not do this: write below the outputs folder or /tmp, or change the file's rights in the image.",
  },
];

export function findHint(facts: FailureFacts): string | undefined {
  return rules.find(({ isMet }) => isMet(facts))?.say(facts);
}
