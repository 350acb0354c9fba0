/** How an operation looks in HTTP, as data. https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html */
import type { Shape, Structure } from './shape.ts';

export interface Binding {
  readonly operation: string;
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly on: 'service' | 'bucket' | 'object';
  /** Query parameters that make a request this operation's: present, or with the value that is given here. */
  readonly selectors?: Readonly<Record<string, string | true>>;
  /** A header that does the same. */
  readonly selectingHeader?: string;
  /** Query parameter → member. */
  readonly query?: Readonly<Record<string, string>>;
  /** Header (lower case) → member. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RawMember | XmlMember;
  /** 200 when not given. */
  readonly statusCode?: number;
  /** Member → header. */
  readonly answerHeaders?: Readonly<Record<string, string>>;
  readonly answer?: RawMember | { readonly root: string; readonly shape: Shape; readonly member?: string };
}

/** The body is the member's bytes (or text) as they are. */
export interface RawMember {
  readonly raw: string;
}

/** The body is an XML document. */
export interface XmlMember {
  readonly root: string;
  readonly shape: Structure;
  /** The member that the document is; without it, the document's own members are the operation's. */
  readonly member?: string;
}
