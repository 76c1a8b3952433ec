"""Terms: `glossary` (tables and lists) and `tbx`."""
