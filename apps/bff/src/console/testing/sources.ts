/** For tests: authored workflows, as a user would drop them. */

/** Two tasks in a row; `count` has a default, `title` has none. */
export const greeting = (version = "v1"): string => `version: ${version}
tasks:
  measure:
    description: Measure a title.
    image: busybox:1.36
    inputs: { title: string }
    outputs: { length: int }
    retries: 1
    script: wc -c < "$INPUTS/title" > "$OUTPUTS/length"
  greet:
    image: busybox:1.36
    inputs: { count: int, length: int }
    outputs: { text: string }
    script: echo hello > "$OUTPUTS/text"
workflows:
  greeting:
    description: Greets.
    inputs:
      title: { type: string, description: Whom to greet }
      count: { type: int, default: 3 }
    nodes:
      measure:
        task: measure
        with:
          title: \${inputs.title}
      greet:
        task: greet
        name: Say hello
        with:
          count: \${inputs.count}
          length: \${measure.length}
        resources: { memory: 64Mi }
        image: busybox:other
    outputs:
      text: \${greet.text}
launchPlans:
  shouting:
    workflow: greeting
    inputs: { count: 9 }
    fixedInputs: { title: HEY }
    schedule: { every: 2h }
`;

/** A workflow inside a workflow, beside a node that may fail. */
export const nested = `version: v1
tasks:
  make:
    image: busybox:1.36
    outputs: { n: int }
    script: echo 7 > "$OUTPUTS/n"
  use:
    image: busybox:1.36
    inputs: { n: int }
    outputs: { n: int }
    script: cat "$INPUTS/n" > "$OUTPUTS/n"
workflows:
  inner:
    inputs: { n: int }
    nodes:
      one: { task: use, with: { n: "\${inputs.n}" } }
      two: { task: use, with: { n: "\${one.n}" } }
    outputs: { n: "\${two.n}" }
  outer:
    nodes:
      make: { task: make }
      deep: { workflow: inner, with: { n: "\${make.n}" } }
      last: { task: use, with: { n: "\${deep.n}" } }
    outputs: { n: "\${last.n}" }
`;

/** A node kind that is checked and registered, and not yet run. */
export const branching = `version: v1
tasks:
  make:
    image: busybox:1.36
    outputs: { n: int }
    script: echo 7 > "$OUTPUTS/n"
workflows:
  branching:
    inputs: { n: int }
    nodes:
      decide:
        switch:
          - when: \${inputs.n} > 3
            then: { task: make }
        else: { task: make }
    outputs: { n: "\${decide.n}" }
`;

export const mapping = `version: v1
tasks:
  double:
    image: busybox:1.36
    inputs: { n: int }
    outputs: { m: int }
    script: cat "$INPUTS/n" > "$OUTPUTS/m"
workflows:
  mapping:
    inputs: { n: int }
    nodes:
      many:
        map: double
        over: { n: ["\${inputs.n}"] }
    outputs: { all: "\${many.m}" }
`;

export const twice = `version: v1
tasks:
  make:
    image: busybox:1.36
    outputs: { n: int }
    script: echo 7 > "$OUTPUTS/n"
workflows:
  once:
    nodes:
      make: { task: make }
    outputs: { n: "\${make.n}" }
  twice:
    nodes:
      first: { launchPlan: once }
      second: { launchPlan: once }
    outputs: { a: "\${first.n}", b: "\${second.n}" }
`;

export const gated = `version: v1
workflows:
  gated:
    nodes:
      sure: { approve: Are you sure? }
      number: { signal: { type: int }, after: [sure] }
    outputs: { n: "\${number.value}" }
`;
