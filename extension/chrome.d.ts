/** What Chromium alone has, and the polyfill's types do not know. */
declare const chrome: {
  readonly tabCapture?: {
    getMediaStreamId(options: {
      readonly targetTabId: number;
      readonly consumerTabId: number;
    }): Promise<string>;
  };
};
