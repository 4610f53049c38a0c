// The page of captions alone.
import { choose } from './caption/choices.js'
import { redraw, start } from './caption/reader.js'

start()
choose(redraw)
