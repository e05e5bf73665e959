import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing leaves the page and nothing foreign runs in it: only our script and style by digest, media from the file itself. */
const policy = (script: string, style: string): string =>
  [
    "default-src 'none'",
    `script-src ${digest(script)}`,
    `style-src ${digest(style)}`,
    "style-src-attr 'unsafe-inline'",
    'img-src data: blob:',
    "media-src data: blob: file: 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

/** `</script` and `<!--` inside a script element would end it or change how it is read. */
const insideScript = (code: string): string => code.replace(/<\/script/gi, '<\\/script').replace(/<!--/g, '\\x3C!--');

/** Folds the one script and the one style into the page, so that the report is a single file. */
const oneFile = (): Plugin => ({
  name: 'one-file',
  enforce: 'post',
  generateBundle(_options, bundle) {
    const files = Object.values(bundle);
    const page = files.find((f) => f.type === 'asset' && f.fileName.endsWith('.html'));
    const chunk = files.find((f) => f.type === 'chunk');
    const sheet = files.find((f) => f.type === 'asset' && f.fileName.endsWith('.css'));
    if (page?.type !== 'asset' || chunk?.type !== 'chunk') throw new Error('one-file: expected a page and one script');
    const script = insideScript(chunk.code);
    const style = sheet?.type === 'asset' ? String(sheet.source) : '';
    const bare = String(page.source)
      .replace(/<script[^>]*src="[^"]*"[^>]*><\/script>/g, '')
      .replace(/<link[^>]*rel="(stylesheet|modulepreload)"[^>]*>/g, '');
    page.source = bare
      .replace('__MJ_CSP__', () => policy(script, style))
      .replace('</head>', () => `<style>${style}</style></head>`)
      .replace('</body>', () => `<script type="module">${script}</script></body>`);
    page.fileName = 'report.html';
    for (const file of files) if (file !== page) delete bundle[file.fileName];
  },
});

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [react(), oneFile()],
  build: {
    target: ['chrome86', 'safari14'],
    modulePreload: false,
    cssCodeSplit: false,
    assetsInlineLimit: 1e6,
  },
});
