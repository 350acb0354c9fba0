/**
 * `--require`d into a process that is to be profiled: samples its CPU and writes a profile of what happened since the last
 * time each time it gets SIGUSR2. The functions' processes end by SIGKILL, so that an exit would be too late.
 */
'use strict';

const { mkdirSync, writeFileSync } = require('node:fs');
const { Session } = require('node:inspector');
const { join } = require('node:path');

const { BENCH_PROFILE_FOLDER: folder, BENCH_PROFILE_NAME: name } = process.env;
const sampleMicroseconds = 500;

mkdirSync(folder, { recursive: true });
const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.setSamplingInterval', { interval: sampleMicroseconds });
session.post('Profiler.start');

let count = 0;
// Says that the signal is understood here; without a listener it would end the process.
writeFileSync(join(folder, `${process.pid}.ready`), '');
process.on('SIGUSR2', () => {
  session.post('Profiler.stop', (fault, result) => {
    if (fault) return;
    count += 1;
    writeFileSync(join(folder, `${name}-${process.pid}-${count}.cpuprofile`), JSON.stringify(result.profile));
    session.post('Profiler.start');
  });
});
