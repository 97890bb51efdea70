import type { HomeSettings, Schedule } from '@homebound/wire';
import { goneAnswer, homeAsker, noHome } from './homeAsker.ts';
import { gone, runDetail, runs, schedules, settings } from './homeSchemas.ts';
import { type Desk, json, type Route } from './route.ts';
import { nothing, reason } from './schemas.ts';

/** What was cleaned, what will be, and how the robot is set. */
export function runRoutes(desk: Desk): readonly Route[] {
  const ask = homeAsker(desk);
  const missing = desk.home === undefined ? noHome : undefined;
  return [
    {
      key: 'GET /api/v1/runs',
      summary: 'Runs that are kept, newest first',
      answer: runs,
      missing,
      handle: ({ who }) => ask('listRuns', {}, who, ({ answer }) => json(answer)),
    },
    {
      key: 'GET /api/v1/runs/{id}',
      summary: 'One run with its way and its events',
      answer: runDetail,
      missing,
      handle: ({ id, who }) => ask('readRun', { id }, who, ({ answer }) => json(answer)),
    },
    {
      key: 'DELETE /api/v1/runs',
      summary: 'Delete all runs, for good',
      body: nothing,
      answer: gone,
      missing,
      handle: ({ who }) => ask('deleteRuns', {}, who, ({ answer }) => goneAnswer(desk, answer.gone)),
    },
    {
      key: 'DELETE /api/v1/runs/{id}',
      summary: 'Delete a run, for good',
      body: nothing,
      answer: gone,
      missing,
      handle: ({ id, who }) => ask('deleteRuns', { ids: [id] }, who, ({ answer }) => goneAnswer(desk, answer.gone)),
    },
    {
      key: 'GET /api/v1/schedules',
      summary: 'When the robot cleans by itself',
      answer: schedules,
      missing,
      handle: ({ who }) => ask('readSchedules', {}, who, ({ answer }) => json(answer)),
    },
    {
      key: 'PUT /api/v1/schedules',
      summary: 'Set when the robot cleans by itself: all of it',
      body: schedules,
      answer: reason,
      missing,
      handle: ({ body, who }) =>
        ask('writeSchedules', body as { schedules: Schedule[] }, who, () => json({ reason: 'The schedules are set.' })),
    },
    {
      key: 'GET /api/v1/settings',
      summary: 'How the robot is set',
      answer: settings,
      missing,
      handle: ({ who }) => ask('readSettings', {}, who, ({ answer }) => json(answer)),
    },
    {
      key: 'PUT /api/v1/settings',
      summary: 'Set the robot: all of it',
      body: settings,
      answer: reason,
      missing,
      handle: ({ body, who }) =>
        ask('writeSettings', body as HomeSettings, who, () => json({ reason: 'The settings are kept.' })),
    },
  ];
}
