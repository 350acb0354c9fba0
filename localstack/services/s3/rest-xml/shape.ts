/** The shapes of S3's XML documents, as data: enough to read and to write them. */
export type Shape = 'string' | 'integer' | 'boolean' | 'timestamp' | Structure | List;

export interface Structure {
  readonly members: Readonly<Record<string, Shape>>;
}

export interface List {
  readonly each: Shape;
  /** The element's tag. */
  readonly element: string;
  /** Whether the elements are inside a tag of the member's own name; S3's lists mostly are not. */
  readonly isWrapped: boolean;
}

export function structure(members: Readonly<Record<string, Shape>>): Structure {
  return { members };
}

/** `<Element>…</Element><Element>…</Element>` */
export function flat(element: string, each: Shape): List {
  return { each, element, isWrapped: false };
}

/** `<Member><Element>…</Element><Element>…</Element></Member>` */
export function wrapped(element: string, each: Shape): List {
  return { each, element, isWrapped: true };
}
