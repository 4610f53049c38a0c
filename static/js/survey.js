// A survey on its page: its questions follow what is answered, and answers are kept in the browser.
import { follow } from './question/follow.js'
import { start } from './survey/keep.js'

const form = document.querySelector('form[data-survey]')
const look = form ? follow(form) : () => {}

start(() => look())
