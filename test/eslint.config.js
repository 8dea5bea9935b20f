/** Lint rules beyond what the compiler and test/architecture/ already say. Run from the root: `npm run lint`. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'eslint/config';
import { configs as lit } from 'eslint-plugin-lit';
import { configs as wc } from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

const root = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/storybook-static/**', 'coverage/**', 'demo/public/**', 'packages/metrics/src/kernels/wasm/**'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked, lit['flat/recommended'], wc['flat/recommended']],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      // An async generator without await is how a synchronous reader keeps an asynchronous contract.
      '@typescript-eslint/require-await': 'off',
      // An error's sentence prints what it got, whatever that was.
      '@typescript-eslint/no-base-to-string': 'off',
      // Whoever aborts chooses the reason.
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    ignores: ['packages/clientele/src/cli/**'],
    rules: { 'no-console': 'error' },
  },
  {
    // Arrow's types are `any` inside, and its enums come as plain numbers.
    files: ['packages/metrics/src/arrow/**', 'packages/sources/src/**'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
    },
  },
  {
    files: ['test/**/*.ts', 'stories/**/*.ts'],
    rules: {
      // Matchers (`expect.any`), parsed fixtures and Arrow's types are `any`; the assertion is the check.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // Chai's assertions are properties.
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // @open-wc/testing types every assertion as a promise, because one of them (`accessible`) is.
    files: ['test/browser/**/*.ts', 'test/contracts/chart*.ts'],
    rules: { '@typescript-eslint/no-floating-promises': 'off' },
  },
  {
    files: ['**/*.js'],
    rules: { 'no-undef': 'error', 'no-unused-vars': 'error', 'prefer-const': 'error', eqeqeq: 'error', 'no-var': 'error' },
    languageOptions: {
      globals: Object.fromEntries(['process', 'console', 'performance', 'URL', 'setTimeout', 'clearTimeout', 'Buffer', 'TextEncoder', 'TextDecoder', 'fetch', 'Response', 'AbortController', 'structuredClone'].map((name) => [name, 'readonly'])),
    },
  },
);
