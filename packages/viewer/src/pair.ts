import { startPairPage } from './pairPage.ts';

startPairPage();
