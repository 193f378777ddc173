// What a bridge serves its clients from. A session belongs to one client connection; it may hold
// the database (or one of its connections) only while a batch or a transaction is under way.

export interface UpstreamSession {
  /**
   * Sends frontend messages that end a batch (simple query, Sync, or Flush) and gives the whole
   * reply.
   */
  exchange(messages: Uint8Array): Promise<Uint8Array>;
  /** Ends the session: what is half done is rolled back. */
  end(): Promise<void>;
}

export interface Upstream {
  readonly serverVersion: string;
  open(id: number): UpstreamSession;
  close(): Promise<void>;
}
