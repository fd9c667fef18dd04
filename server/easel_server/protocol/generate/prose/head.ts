// The Easel protocol. Generated from server/easel_server/protocol; `make docs` writes it anew.
//
// Absent and null mean the same. A server may send fields that are not listed here: ignore them.

/** An id. Ids of different kinds cannot be mixed up; a plain string can be made one. */
type Id<Kind extends string> = string & { readonly __kind?: Kind };
