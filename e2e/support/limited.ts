/** Fails for what is above its limit. */
export const limited = `
tasks:
  pass:
    image: busybox:1.36
    inputs: { n: int }
    outputs: { m: int }
    script: cat "$INPUTS/n" > "$OUTPUTS/m"
  limit:
    image: busybox:1.36
    inputs: { n: int }
    script: |
      n=$(cat "$INPUTS/n")
      [ "$n" -le 10 ] || { echo "$n is above the limit of 10" >&2; exit 3; }
workflows:
  limited:
    inputs: { n: int }
    nodes:
      pass: { task: pass, with: { n: "\${inputs.n}" } }
      limit: { task: limit, with: { n: "\${pass.m}" } }
`;
