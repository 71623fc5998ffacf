
export type TransformationParameterAppliesToItem = typeof TransformationParameterAppliesToItem[keyof typeof TransformationParameterAppliesToItem];


export const TransformationParameterAppliesToItem = {
  image: 'image',
  video: 'video',
  poster: 'poster',
} as const;
