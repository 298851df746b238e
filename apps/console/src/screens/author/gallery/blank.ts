/** What a blank draft begins with: right as it is, and a beginning to go on from. */
export const blankText = `# yaml-language-server: $schema=/schema/v1.json

tasks:
  greet:
    image: busybox:1.36
    inputs:
      name: string
    outputs:
      greeting: string
    script: |
      echo "Hello, $(cat "$INPUTS/name")" > "$OUTPUTS/greeting"

workflows:
  greeting:
    inputs:
      name: { type: string, default: World }
    nodes:
      greet:
        task: greet
        with:
          name: \${inputs.name}
    outputs:
      greeting: \${greet.greeting}
`;
