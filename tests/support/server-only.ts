// What Next puts in place of this package on the server: nothing.
export {};
