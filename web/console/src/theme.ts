import type { TextSize } from '@mingjian/ui/report/types.ts';
import type { ThemeConfig } from 'antd';

/** Font size and control height move together, or the spacing falls apart. */
const scales: Record<TextSize, { fontSize: number; controlHeight: number }> = {
  compact: { fontSize: 13, controlHeight: 30 },
  standard: { fontSize: 15, controlHeight: 36 },
  large: { fontSize: 18, controlHeight: 46 },
};

export const themeOf = (size: TextSize): ThemeConfig => ({
  token: {
    ...scales[size],
    colorPrimary: '#1f4e8c',
    colorLink: '#1f4e8c',
    colorTextBase: '#1b2430',
    colorTextSecondary: '#57626f',
    colorTextPlaceholder: '#646f7c',
    colorBgLayout: '#f3f5f7',
    borderRadius: 6,
    fontFamily:
      '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif',
  },
});
