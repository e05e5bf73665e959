/** What stands in every fact about faces: detector and mesh with their version. */
export const detector = 'face/human@3.3.6';
