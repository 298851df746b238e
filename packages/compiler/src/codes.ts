/**
 * Every code the compiler reports, with the facts its message is made from (the diagnostic's `data`).
 *
 * Codes of `UpstreamFacts` are upstream's, with its spelling; compat-text.ts writes upstream's sentence from the same
 * facts. Codes of `OwnFacts` have no counterpart there. A fact that ends in `Text` is a type as upstream prints it
 * (proto-text.ts), the one without is the short text people read.
 */

/** The two types of a comparison, each in both forms. */
export interface TypeFacts {
  readonly actual: string;
  readonly expected: string;
  readonly actualText: string;
  readonly expectedText: string;
}

/** Facts of the codes upstream has too. */
export interface UpstreamFacts {
  AmbiguousBindingUnionValue: TypeFacts & { variable: string; variants: readonly string[] };
  BranchNodeHasNoCondition: object;
  BranchNodeHasNoDefault: object;
  BranchNodeIdNotFound: object;
  /** `cycle` is the loop, its smallest node first; `walk` upstream's walk from start-node to the repeated node. */
  CycleDetected: { cycle: readonly string[]; walk: readonly string[] };
  DuplicateAlias: { alias: string };
  DuplicateId: { id: string };
  FieldNotFound: { variable: string; type: string; typeText: string; field: string };
  IllegalEnumValue: { variable: string; value: string; values: readonly string[] };
  IncompatibleBindingUnionValue: TypeFacts & { variable: string };
  InvalidValue: { field: string; value?: string };
  MismatchingBindings: TypeFacts & { variable: string };
  MismatchingTypes: TypeFacts & { variable: string; reason: string };
  NoConditionFound: object;
  NoNodesFound: { workflow: string };
  NodeReferenceNotFound: Unbinding & { reference: string };
  ParameterBoundMoreThanOnce: { variable: string };
  ParameterNotBound: { variable: string };
  SyntaxError: { element: string };
  TaskReferenceNotFound: { reference: string; referenceText: string };
  /** One diagnostic per node; upstream has one for all. `missing` is the nearest predecessor that does not exist. */
  UnreachableNodes: { node: string; missing?: string };
  UnrecognizedValue: { value: string };
  /** `field` is upstream's name of what is missing. */
  ValueRequired: Unbinding & { field: string };
  VariableNameNotFound: Unbinding & { variable: string; reference: string };
  WorkflowReferenceNotFound: { reference: string; referenceText: string };
}

/** A promise that cannot be resolved, or no data, also leaves the parameter unbound; only upstream's text says so too. */
interface Unbinding {
  readonly unbound?: { readonly node: string; readonly variable: string };
}

/** Facts of the codes that are ours alone. */
export interface OwnFacts {
  /** A step of a promise's path into a value that has no such inside. */
  AttributeNotResolved: { variable: string; type: string; step: string | number };
  /** A file where a directory is wanted, or the other way round. */
  BlobDimensionality: { variable: string; actual: string; expected: string };
  /** Two gates wait for one signal, or a gate names none. */
  SignalId: { signalId: string };
  /** Lists and maps in a binding nested deeper than the compiler follows. */
  NestingTooDeep: { limit: number };
  /** A value whose lists and maps have more unions to be tried on than anybody waits for. */
  TooManyVariants: { limit: number };
  /** Upstream reads a branch's or an approval's inputs while it walks the list, so what they read must come earlier. */
  NodeOrder: { reference: string };
  /** A list or map constant where upstream only takes scalars and promises. */
  UntypedLiteral: { variable: string };
  /** Less and greater on values that have no order. */
  OperatorNotDefined: { operator: string; type: string };
  /** A node id that the compiler keeps for its own nodes. */
  ReservedNodeId: { id: string };
  /** More was found than is listed. */
  TooManyFindings: { limit: number };
}

/** Facts by code. */
export type Facts = UpstreamFacts & OwnFacts;

/** Any code the compiler reports. */
export type Code = keyof Facts;
