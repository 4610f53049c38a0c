// A survey on its page: its questions follow what is answered. Answers are kept until they are sent: in the browser
// alone, or on the server where the survey is not anonymous.
import { follow } from './question/follow.js'
import { start as draft } from './survey/draft.js'
import { start } from './survey/keep.js'

const form = document.querySelector('form[data-survey]')
const look = form ? follow(form) : () => {}

start(() => look())
draft()
