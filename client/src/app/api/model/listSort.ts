
export type ListSort = typeof ListSort[keyof typeof ListSort];


export const ListSort = {
  name: 'name',
  '-name': '-name',
  date: 'date',
  '-date': '-date',
  size: 'size',
  '-size': '-size',
  type: 'type',
  '-type': '-type',
} as const;
