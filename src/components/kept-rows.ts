/** A row of a table and what puts new values into it. */
export interface KeptRow<T> {
  readonly node: Element;
  readonly write: (values: T) => void;
}

/**
 * Rows of a table body that stay while their values change: a row made anew at every step of a slider
 * would be parsed, laid out and painted again.
 */
export function keptRows<T>(body: Element, make: () => KeptRow<T>): (values: readonly T[]) => void {
  const rows: KeptRow<T>[] = [];
  return (values) => {
    while (rows.length < values.length) rows.push(make());
    values.forEach((one, i) => rows[i]!.write(one));
    if (body.childElementCount !== values.length)
      body.replaceChildren(...rows.slice(0, values.length).map(({node}) => node));
  };
}
