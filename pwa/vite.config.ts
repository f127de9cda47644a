import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

/**
 * Vite's loader of chunks first sees to their styles and to what they import. Here is one style sheet and no
 * preloading, so a chunk is just imported, and a kilobyte less is loaded before every call.
 */
const plainImports: Plugin = {
  name: 'plain-imports',
  enforce: 'pre',
  load: (id) =>
    id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load();' : null,
};

export default defineConfig({
  root: import.meta.dirname,
  resolve: { alias: { 'webrtc-adapter': join(import.meta.dirname, 'webrtc-adapter.ts') } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The first browsers with `light-dark()`, which the design tokens are made of.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // An inlined asset would be a `data:` address, which the Content-Security-Policy refuses.
    assetsInlineLimit: 0,
    // All of it is 5 kB; one file spares the code that would fetch a chunk's styles before the chunk.
    cssCodeSplit: false,
    modulePreload: false,
    rolldownOptions: {
      // Valibot says so of its functions itself, where the bundler does not look: schemas that a page does not
      // use would be in it all the same.
      treeshake: { manualPureFunctions: ['v'] },
      // In pieces it would come later, and compress worse.
      output: {
        codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] },
        // Nothing else is as hard to compress as these names.
        chunkFileNames: 'assets/[name]-[hash:6].js',
      },
    },
    // The media server's client is large, and loaded for large calls only.
    chunkSizeWarningLimit: 600,
  },
  plugins: [
    plainImports,
    VitePWA({
      strategies: 'generateSW',
      registerType: 'prompt',
      // `service-worker.ts` registers it: later than any plugin would, and never during a call.
      injectRegister: false,
      includeAssets: ['icon.svg', 'apple-touch-icon.png'],
      workbox: {
        globPatterns: ['**/*.{js,css,html}'],
        // A recorder has never been here before, and what only a stream needs is of no use without a network.
        globIgnores: ['**/hls.*', '**/recorder-screen-*', '**/film-*', '**/sound-tap-*'],
        inlineWorkboxRuntime: true,
        sourcemap: false,
        cleanupOutdatedCaches: true,
        navigateFallback: '/index.html',
        navigateFallbackDenylist: [
          /^\/api(\/|$)/,
          /^\/rooms(\/|$)/,
          // What may be played there is in the server's own headers.
          /^\/(r|live)\//,
          /^\/\.well-known(\/|$)/,
          /^\/healthz$/,
          /^\/openapi\.json$/,
        ],
      },
      manifest: {
        id: '/',
        name: 'Holler',
        short_name: 'Holler',
        description: 'Video calling that starts from wherever you are.',
        lang: 'en',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        background_color: '#fbfbfa',
        theme_color: '#0b6b60',
        categories: ['communication', 'productivity'],
        icons: [
          { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          {
            src: '/icon-maskable-192.png',
            sizes: '192x192',
            type: 'image/png',
            purpose: 'maskable',
          },
          {
            src: '/icon-maskable-512.png',
            sizes: '512x512',
            type: 'image/png',
            purpose: 'maskable',
          },
        ],
        shortcuts: [
          { name: 'New call', url: '/?new', icons: [{ src: '/icon-192.png', sizes: '192x192' }] },
          { name: 'Join', url: '/?join', icons: [{ src: '/icon-192.png', sizes: '192x192' }] },
        ],
        protocol_handlers: [{ protocol: 'web+holler', url: '/#open=%s' }],
        launch_handler: { client_mode: 'focus-existing' },
      },
    }),
  ],
});
