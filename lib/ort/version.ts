// The pinned runtime. Part of every row: results of different versions are told apart.

export const ORT_VERSION = '1.30.0';
/** Where the app serves the runtime's files; immutable because the version is in the path. */
export const ORT_PATH = `/ort/${ORT_VERSION}/`;
