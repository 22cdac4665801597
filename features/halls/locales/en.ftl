halls-menu = Halls, equipment
halls-new = Add a hall
halls-edit = Change the hall
halls-search = Find a hall
halls-none = No halls yet
halls-none-help = Enter a hall once, with its capacity, rows of seats and equipment; a conference then only chooses it for a point.
halls-none-then = By the end of { $day } there was no such hall
halls-listed-as-of = The halls entered by the end of { $day }: name, address, capacity, equipment and the name of the unit as they were then.
halls-as-of = See the hall on a past day
halls-seen-as-of = The hall and its equipment as entered by the end of { $day }, under the unit’s name of then.
halls-not-there-then = By the end of { $day } this hall had not been entered.
halls-untold = { $count ->
    [one] One entry here was
   *[other] { $count } entries here were
} changed after that day, when what a change replaced was not kept yet: it is shown as it stood after that change.
halls-name = Name of the hall
halls-hall = Hall
halls-unit = Kept by
halls-place = Address
halls-capacity = Capacity
halls-rows = Rows of seats
halls-row-seats = Seats in a row
halls-rows-help = For the seating plan. Enter 0 where seats do not stand in rows.
halls-seats = Seats
halls-rows-of-seats = { $rows ->
    [one] one row
   *[other] { $rows } rows
} of { $seats } seats
halls-note = Note
halls-note-of = Note on { $name }
halls-use = Use
halls-in-use = In use
halls-out-of-use = Out of use
halls-equipment = Equipment
halls-equipment-name = Equipment
halls-equipment-add = Add equipment
halls-equipment-none = No equipment yet
halls-equipment-none-then = By the end of { $day } there was no such equipment
halls-equipment-listed-as-of = The equipment entered by the end of { $day }: quantity, condition, hall and the name of the unit as they were then.
halls-equipment-help = What stands in a hall is entered on the hall’s page; what is carried where it is needed, here.
halls-equipment-of = Equipment { $name } carries where it is needed
halls-carried = Carried
halls-search-equipment = Find equipment
halls-all = All
halls-kind = Kind
halls-kind-screen = Screen
halls-kind-projector = Projector
halls-kind-sound = Sound
halls-kind-conferencing = Video conferencing
halls-kind-line = Line
halls-kind-power = Spare power
halls-kind-other = Other
halls-quantity = Quantity
halls-condition = Condition
halls-condition-of = Condition of { $name }
halls-condition-working = Working
halls-condition-in_repair = Being repaired
halls-condition-broken = Broken
halls-out-of-order = Out of order
halls-out-of-order-count = { $count } out of order
halls-save = Save
halls-cancel = Cancel
halls-saved = Saved.
halls-passing = { $count ->
    [one] one hall
   *[other] { $count } halls
}
halls-passing-equipment = { $count ->
    [one] one piece of equipment
   *[other] { $count } pieces of equipment
}
halls-error-name = Enter the hall’s name.
halls-error-capacity = Enter how many people the hall holds.
halls-error-number = Enter a number from 0 up.
halls-error-equipment = Enter what it is and how many, 1 or more, and save again.
refused-hall-01 = { $seats } seats in rows are more than the capacity of { $capacity }. Correct the rows, the seats or the capacity.
refused-hall-02 = A seating plan is drawn for { $most } rows of { $most } seats at most.
event-halls-hall_added = Hall added
event-halls-hall_changed = Hall changed
event-halls-equipment_added = Equipment added
event-halls-equipment_changed = Condition of equipment noted
