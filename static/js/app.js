// What every page loads. Each page works without it.
import 'htmx.org'
