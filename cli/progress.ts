import type { StageProgress } from '@mingjian/perception';

const stageNames: Record<StageProgress['stage'], string> = {
  probe: '识别文件 probe',
  sound: '提取声音 sound',
  quality: '画面与人脸 picture',
  speech: '语音转写 speech',
  lips: '音画同步 lip sync',
  meaning: '语义 meaning',
  opinion: '第二意见 second opinion',
  rules: '规则判定 rules',
};

/** A line of progress on standard error: redrawn on a terminal, one line per finished stage elsewhere. */
export const showProgress = (file: string): { update(progress: StageProgress): void; end(): void } => {
  const running = new Map<StageProgress['stage'], number>();
  const terminal = process.stderr.isTTY;
  let drawn = 0;
  const draw = () => {
    const text = [...running].map(([stage, done]) => `${stageNames[stage]} ${Math.floor(done * 100)}%`).join('  ');
    process.stderr.write(`\r\x1b[2K${file}  ${text}`);
  };
  return {
    update({ stage, done }) {
      if (done >= 1) {
        running.delete(stage);
        if (!terminal) process.stderr.write(`${file}: ${stageNames[stage]} 完成 done\n`);
      } else running.set(stage, done);
      const now = performance.now();
      if (terminal && (done >= 1 || now - drawn > 100)) {
        drawn = now;
        draw();
      }
    },
    end: () => {
      if (terminal) process.stderr.write('\r\x1b[2K');
    },
  };
};
