/** Something cannot be had on this machine; the message says why. */
export class Unavailable extends Error {}
