// Apart from the search itself, so that the box in the browser does not carry the database along.

/** Characters that a search may have. */
export const SEARCH_LENGTH = 80;
