import { createServer } from 'node:http';
import express from 'express';
import { announce } from './announce.ts';

// What Express does with a file: `send`, with ranges and validators, whatever is asked.
const [file = ''] = process.argv.slice(2);

const application = express();
application.use((_request, response) => response.sendFile(file));
announce(createServer(application));
