/** What Observable Framework 1.13.4 gives a page; it ships no types of its own. */
declare module "observablehq:stdlib" {
  export const Generators: {
    observe<T>(initialize: (notify: (value: T) => T) => (() => void) | void): AsyncGenerator<T>;
    input<T>(element: Element): AsyncGenerator<T>;
  };
  export const Mutable: <T>(value: T) => AsyncGenerator<T> & {value: T};
  export const FileAttachment: (name: string) => {
    json(): Promise<unknown>;
    text(): Promise<string>;
    url(): Promise<string>;
    arrayBuffer(): Promise<ArrayBuffer>;
  };
  export const resize: (
    render: (width: number, height: number) => Node | string | null,
    invalidation?: Promise<void>
  ) => HTMLElement;
}
