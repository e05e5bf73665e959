export { insertRecording } from '../recordings/index.ts';
