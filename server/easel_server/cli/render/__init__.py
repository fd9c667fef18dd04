"""From events to what a terminal shows. Pure: nothing here reads or writes anything."""
