
export type UploadFilesParams = {
/**
 * An upload signature, for a form without a script. What can set headers sends `X-Upload-Signature` instead.
 * @maxLength 4140
 */
signature?: string;
};
