/** Sizes that more than one part of Lambda keeps to. */

/** What a synchronous invocation takes: 6 MB. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export const requestBytesMax = 6_291_456;

/** What an asynchronous invocation takes: 1 MB. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export const eventBytesMax = 1_048_576;
