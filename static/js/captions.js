// The page of captions alone.
import { chooseGround, chooseSize } from './caption/choices.js'
import { redraw, start } from './caption/reader.js'

chooseSize(document, redraw)
chooseGround(document)
start()
