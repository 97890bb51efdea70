export { startPage } from './startPage.ts';
