import type {BuiltinName} from "../expression/functions.js";
import type {RecordType} from "../registry/schema.js";
import type {
  CellSpec,
  CellSpecs,
  Equation,
  InputSpec,
  InputSpecs,
  Model,
  Rule,
  Sentence,
  UseSpecs
} from "./spec.js";

/*
 * The compiler reads equations. `NamesIn` cuts a text at quotes, then at blanks, then
 * scans each word; words are cached by the compiler, so a name costs once however often it
 * is written. Limits: 1000 words in an equation, 1000 letters in a word, no blank inside [ ].
 */

type Digit = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9";
type Letter =
  | "a"
  | "b"
  | "c"
  | "d"
  | "e"
  | "f"
  | "g"
  | "h"
  | "i"
  | "j"
  | "k"
  | "l"
  | "m"
  | "n"
  | "o"
  | "p"
  | "q"
  | "r"
  | "s"
  | "t"
  | "u"
  | "v"
  | "w"
  | "x"
  | "y"
  | "z";
type NameLetter = Letter | Uppercase<Letter> | Digit | "_" | ".";

/** Names in one word: `min(` stays with its bracket, `2[FLOP]` is skipped, `table[key]` is two names. */
type Scan<
  S extends string,
  Name extends string = "",
  Out extends string = never
> = S extends `${infer First}${infer Rest}`
  ? First extends NameLetter
    ? Scan<Rest, `${Name}${First}`, Out>
    : First extends "("
      ? Scan<Rest, "", Out | `${Name}(`>
      : First extends "["
        ? Name extends `${Digit}${string}`
          ? Rest extends `${string}]${infer After}`
            ? Scan<After, "", Out>
            : Out
          : Scan<Rest, "", Out | Name>
        : Scan<Rest, "", Out | Name>
  : Out | Name;

type Words<S extends string, Out extends string = never> = S extends `${infer Word} ${infer Rest}`
  ? Words<Rest, Out | Scan<Word>>
  : Out | Scan<S>;

type NamesIn<
  S extends string,
  Out extends string = never
> = S extends `${infer Before}'${infer Option}'${infer After}`
  ? NamesIn<After, Out | Words<Before> | `'${Option}'`>
  : Out | Words<S>;

/** Names inside the `{}` of a sentence. */
type Holes<
  S extends string,
  Out extends string = never
> = S extends `${string}{${infer Hole}}${infer Rest}`
  ? Holes<Rest, Out | (Hole extends `${infer Name}:${string}` ? Name : Hole)>
  : Out;

type Str<T> = Extract<T, string>;
type Always = "" | "(" | "none" | "infinity" | "true" | "false" | "has(" | `${BuiltinName}(`;

type RecordNames<S> = {
  [K in keyof S]: S[K] extends {readonly record: RecordType<infer F>}
    ? `${Str<K>}.${Str<keyof F>}`
    : never;
}[keyof S];
type OptionNames<S> = {
  [K in keyof S]: S[K] extends {readonly choice: readonly (infer T)[]} ? `'${Str<T>}'` : never;
}[keyof S];
type RecordOptionNames<S> = {
  [K in keyof S]: S[K] extends {readonly record: RecordType<infer F>} ? OptionNames<F> : never;
}[keyof S];
type CellsOf<M> = M extends Model<infer _I, infer C, infer _O> ? C : never;
type InputsOf<M> = M extends Model<infer I, infer _C, infer _O> ? I : never;
type UseNames<U> = {
  [K in keyof U]: U[K] extends {readonly of: infer M}
    ? `${Str<K>}.${Str<keyof CellsOf<M>>}`
    : never;
}[keyof U];
type UseOptionNames<U> = {
  [K in keyof U]: U[K] extends {readonly of: infer M}
    ? OptionNames<InputsOf<M>> | OptionNames<CellsOf<M>>
    : never;
}[keyof U];

/** Every name that an equation of this model may hold. */
export type Known<I, C, U, T, F> =
  | Always
  | Str<keyof I>
  | Str<keyof C>
  | Str<keyof T>
  | `${Str<keyof F>}(`
  | RecordNames<I>
  | RecordNames<C>
  | UseNames<U>
  | OptionNames<I>
  | OptionNames<C>
  | RecordOptionNames<I>
  | UseOptionNames<U>;

/** The compiler prints this type beside the equation: its parameter is the name it does not know. */
export interface UnknownName<Name extends string> {
  readonly "no input, cell, field, table, function or option of this name": Name;
}

type Unknown<Names extends string, K extends string> = Exclude<Names, K | `${Digit}${string}`>;
type Check<S, K extends string> = S extends string
  ? string extends S
    ? unknown
    : [Unknown<NamesIn<S>, K>] extends [never]
      ? unknown
      : UnknownName<Unknown<NamesIn<S>, K>>
  : {readonly [V in keyof S]: Check<S[V], K>};

/** A generic parameter takes any extra property; this makes a misspelt one an error. */
type Only<S, Keys extends PropertyKey> = {
  readonly [K in Exclude<keyof S, Keys>]: UnknownName<Str<K>>;
};
type KeysOfUnion<S> = S extends unknown ? keyof S : never;

export type CheckInputs<I extends InputSpecs> = {
  readonly [N in keyof I]: Only<I[N], KeysOfUnion<InputSpec>>;
};
export type CheckCells<C extends CellSpecs, K extends string> = {
  readonly [N in keyof C]: {
    readonly eq: C[N]["eq"] extends Equation ? Check<C[N]["eq"], K> : unknown;
  } & Only<C[N], KeysOfUnion<CellSpec>>;
};
export type CheckUses<U extends UseSpecs, K extends string> = {
  readonly [N in keyof U]: {
    readonly with?: {
      readonly [W in keyof U[N]["with"]]: W extends
        | keyof InputsOf<U[N]["of"]>
        | RecordNames<InputsOf<U[N]["of"]>>
        ? Check<U[N]["with"][W], K>
        : UnknownName<Str<W>>;
    };
  };
};
export type CheckRules<
  R extends Readonly<Record<string, Rule>>,
  I extends InputSpecs,
  K extends string
> = {
  readonly [N in keyof R]: N extends keyof I
    ? {readonly that: Check<R[N]["that"], K>; readonly says: CheckHoles<R[N]["says"], K>}
    : UnknownName<Str<N>>;
};
type CheckHoles<S extends string, K extends string> = [Exclude<Holes<S>, K>] extends [never]
  ? unknown
  : UnknownName<Exclude<Holes<S>, K>>;
export type CheckTrace<S extends Readonly<Record<string, Sentence>>, K extends string> = {
  readonly [N in keyof S]: {
    readonly say: CheckHoles<S[N]["say"], K>;
    readonly when?: Check<S[N]["when"], K>;
  };
};
