export { awayAt, type FilmOptions, filmPeople, type PictureDirection } from './film.ts';
export type { DrawnPerson } from './looks.ts';
export { openScene, type Pose, pictureSize } from './scene.ts';
