/**
 * Builds one page each for React, Vue and Svelte, against the built packages, the way a user's project would. Every page
 * says in its head what it is allowed to do, and that is little: see `policy`.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

/** Scripts, styles and data of this origin only; the names are of those who turn templates into elements. */
const policy = [
  "default-src 'none'", "script-src 'self'", "worker-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self' data:",
  "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'", 'trusted-types lit-html vue svelte-trusted-html',
].join('; ');

export default defineConfig({
  root,
  base: './',
  publicDir: false,
  plugins: [
    vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('cl-') } } }),
    svelte({ configFile: false }),
    {
      name: 'policy',
      transformIndexHtml: () => [
        { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy }, injectTo: 'head-prepend' },
      ],
    },
  ],
  worker: { format: 'es' },
  // Whatever NODE_ENV says: a test runner sets it too.
  oxc: { jsx: { runtime: 'automatic', development: false } },
  resolve: { conditions: ['module', 'browser', 'production'] },
  define: {
    'process.env.NODE_ENV': '"production"',
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
  build: {
    outDir: '../public/frameworks',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { input: ['react', 'vue', 'svelte'].map((name) => `${root}/${name}/index.html`) },
  },
});
