conferences-menu = Conferences
conferences-new = Plan a conference
conferences-edit = Change the conference
conferences-search = Search by title
conferences-state = State
conferences-state-planned = In preparation
conferences-state-open = Checking in
conferences-state-closed = Closed
conferences-all = All
conferences-title = Title
conferences-date = Time
conferences-organiser = Organising unit
conferences-points = Points
conferences-points-count = { $count ->
    [one] { $count } point
   *[other] { $count } points
 }
conferences-present-of-summoned = Present/summoned
conferences-present = Present
conferences-summoned = Summoned
conferences-none = No conference yet
conferences-none-help = Study conferences stand here with their points, delegates and attendance.
conferences-form = Form
conferences-form-in_person = In person
conferences-form-online = Online
conferences-form-mixed = In person and online
conferences-form-broadcast = Live broadcast
conferences-form-self_study = Self-study, discussion in the cell
conferences-place = Place
conferences-place-help = The hall of the main point.
conferences-day = Day
conferences-day-help = The days of the checklist move with the day.
conferences-from = From
conferences-to = To
conferences-rollout = Rollout
conferences-no-rollout = Part of no rollout
conferences-rollout-help = The closed conference proves the rollout's conference requirement.
conferences-default-title = Study conference: { $title }
conferences-head-count-due = Head-counts due
conferences-head-count-due-help = Empty means the day before.
conferences-head-count-until = due { $day }
conferences-depth = Points down to
conferences-depth-help = Points nest as the units do; units that have a point keep it. They can be changed afterwards.
conferences-depth-main = The main point only
conferences-depth-committees = Communes and direct committees
conferences-depth-grassroots = Grassroots organisations
conferences-depth-cells = Cells
conferences-save = Save
conferences-cancel = Cancel
conferences-change = Change
conferences-remove = Remove
conferences-remove-question = Remove “{ $name }”?
conferences-saved = Saved.
conferences-planned-saved = The conference and its points are there. Next: summon the delegates.
conferences-opened-saved = Check-in is open.
conferences-closed-saved = The conference is closed; attendance is final.
conferences-next = Next
conferences-open = Open check-in
conferences-close = Close the conference
conferences-close-question = { $count ->
    [one] { $count } delegate without an outcome will count as absent without reason.
   *[other] { $count } delegates without an outcome will count as absent without reason.
 } Attendance cannot be changed afterwards. Close?
conferences-live = Live screen
conferences-calendar = Add to calendar
conferences-attendance = Attendance
conferences-entered = Entered figures
conferences-entered-help = Entered figures are typed in by each point and summed upward, apart from what is recorded person by person.
conferences-connected-count = { $count } connected
conferences-word-summoned = summoned
conferences-word-present = present
conferences-word-with-reason = absent with reason
conferences-word-without-reason = absent without reason
conferences-word-expected = expected
conferences-word-head-count = present by head-count
conferences-word-open = without outcome
conferences-locked-of = { $locked } of { $points } points locked
conferences-owing = Still owing a make-up
conferences-search-point = Search points
conferences-no-points = No points yet
conferences-no-points-help = Make the points of the whole branch in one go, or add them one by one.
conferences-point = Point
conferences-with-below = With those below
conferences-expected = Expected
conferences-expected-below = Expected with those below
conferences-expected-at = Expected at { $name }
conferences-present-at = Present at { $name }
conferences-check-in = Check in
conferences-list = List
conferences-agenda = Agenda
conferences-agenda-none = Nothing on the agenda yet.
conferences-agenda-add = Add to the agenda
conferences-topic = Topic
conferences-reporter = Reporter
conferences-planned-time = Planned
conferences-real-time = Real
conferences-late-minutes = { $count } min late
conferences-begin = Begin
conferences-end = Done
conferences-reset = Note times again
conferences-checklist = Checklist
conferences-checklist-what = To do
conferences-checklist-offset = Days from the conference
conferences-checklist-add = Add
conferences-checklist-done = Done
conferences-checklist-later = Not due yet
conferences-checklist-soon = Due soon
conferences-checklist-late = Overdue
conferences-tick = Done
conferences-untick = Not done
conferences-prepare = Agenda and checklist
conferences-points-edit = Change points
conferences-points-generate = Points of the whole branch
conferences-points-make = Make points
conferences-points-made = The points are there.
conferences-point-add = Add a point
conferences-point-change = Change the point
conferences-point-name = Name of the point
conferences-point-unit = Unit in charge
conferences-point-above = Below point
conferences-point-top = None (main point)
conferences-point-removed = The point was removed.
conferences-head-counts = Head-counts
conferences-head-count-present = Present (head-count)
conferences-head-count-save = Enter those present
conferences-points-locked = points locked
conferences-recorded-summoned = summoned by list (recorded)
conferences-has-list = Checked in from a list of { $count }
conferences-lock = Save and lock
conferences-locked = Locked
conferences-unlock = Unlock
conferences-line = Line
conferences-connect = Line stands
conferences-disconnect = Line lost
conferences-connected = Connected
conferences-not-connected = Not connected
conferences-delegate = Delegate
conferences-delegates = Delegates
conferences-delegates-add = Summon delegates
conferences-delegates-added = They are on the list; who was there before stays as they were.
conferences-delegate-removed = Taken off the list.
conferences-delegate-kept = The delegate has an outcome and stays on the list. Undo the outcome first.
conferences-no-delegates = No delegates yet
conferences-no-delegates-help = Summon a whole unit, key officials, chosen people, a list from Excel, or invite guests.
conferences-search-name = Search names, accents not needed
conferences-all-points = All points
conferences-name = Full name
conferences-post = Post
conferences-unit = Unit
conferences-outcome = Outcome
conferences-outcome-none = Not checked in
conferences-outcome-present = Present
conferences-outcome-absent_with_reason = Absent with reason
conferences-outcome-absent_without_reason = Absent without reason
conferences-absent = Absent
conferences-reason = Reason
conferences-at = Checked in at
conferences-kind-member = Member
conferences-kind-official = Key official
conferences-kind-guest = Guest
conferences-undo = Undo
conferences-invitation = Invitation
conferences-invitations = Print invitations
conferences-invitations-count = { $count ->
    [one] { $count } invitation
   *[other] { $count } invitations
 }
conferences-invitation-code = Invitation code
conferences-invitation-heading = INVITATION
conferences-invitation-dear = You are kindly invited:
conferences-invitation-time = Time
conferences-invitation-place = Place
conferences-invitation-help = Scan this before the opening, then type the code on the hall's screen to check in.
conferences-invitation-unknown = No invitation has this code. Check the code on the invitation, or tell the organisers.
conferences-print = Print
conferences-sheet = Sign-in sheet
conferences-sheet-heading = SIGN-IN SHEET
conferences-number = No.
conferences-signature = Signature
conferences-back = Back
conferences-add-branch = A whole unit
conferences-add-branch-help = Everybody to the point nearest their unit, or all to one point.
conferences-branch = Unit with those below
conferences-who = Who
conferences-scope-members = All members
conferences-scope-officials = Key officials
conferences-to-point = To point
conferences-nearest-point = The nearest point
conferences-summon = Summon
conferences-add-chosen = Chosen people
conferences-nobody-found = Nobody found. Try another name or fewer filters.
conferences-add-guest = Guest
conferences-invite = Invite
conferences-absentees = Absentees
conferences-absentees-count = { $count ->
    [one] { $count } person, { $made } made up
   *[other] { $count } people, { $made } made up
 }
conferences-no-absentees = Nobody was absent
conferences-made-up = Made up
conferences-yes = Yes
conferences-make-up = Arrange a make-up session
conferences-report = Write the result report
conferences-make-up-of = Make-up for
conferences-make-up-title = Make-up: { $title }
conferences-make-up-for = Make-up for “{ $title }”: { $count } who still owe one will be summoned
conferences-upload-delegates = Delegates from Excel, CSV
conferences-upload-attendance = Attendance from Excel, CSV
conferences-upload-preview = Look before taking over
conferences-upload-done = The list was taken over.
conferences-file = File
conferences-file-read = Read the file
conferences-file-help-delegates = One person a row: full name, unit code. Who is in the register is linked to it, others are guests.
conferences-file-help-attendance = One person a row: invitation code, or full name with unit code or date of birth; outcome; reason.
conferences-template = Get the template
conferences-rows-good = { $count ->
    [one] { $count } row can be taken over
   *[other] { $count } rows can be taken over
 }
conferences-rows-bad = { $count ->
    [one] { $count } row has an error
   *[other] { $count } rows have errors
 }
conferences-rows-bad-title = Rows with errors, left out
conferences-rows-sample = The first rows to be taken over
conferences-take-over = { $count ->
    [one] Take over { $count } row
   *[other] Take over { $count } rows
 }
conferences-other-file = Another file
conferences-line-number = Row
conferences-row-error = Error
conferences-row-known = In the register
conferences-row-unit = No unit of your branch has this code. Check the unit code.
conferences-row-name = The name is missing.
conferences-row-point = The unit has no point, or the point's name is wrong.
conferences-row-person = Nobody in the unit has this member number.
conferences-row-several = Several people have this name. Add the invitation code, member number or date of birth.
conferences-row-nobody = Not on the list of delegates. Check the invitation code or the name.
conferences-row-not-yours = A delegate of another point, outside your branch.
conferences-row-outcome = The outcome is not understood. Write: Present, Absent with reason or Absent without reason.
conferences-row-twice = This person stands in a row above.
conferences-no-list = This point has no list of delegates
conferences-no-list-help = Enter how many are present; this number is kept apart from check-ins.
conferences-code-label = Six digits on the hall's screen
conferences-checked-in = Checked in
conferences-member-wait = Check-in is not open yet. When it begins, open this page again and type the code on the hall's screen.
conferences-member-closed = The conference is closed. If you were there, tell the organisers.
conferences-hall-help = Type the code printed on your invitation. This phone will remember it.
conferences-continue = Continue
conferences-sign-in = Sign in
conferences-live-connected = points connected of { $count }
conferences-live-present = checked in of { $count }
conferences-live-rate = present
conferences-live-minute = check-ins in the last minute
conferences-live-curve = the last 15 minutes
conferences-live-head-count = present by head-count (entered)
conferences-screen = Code screen
conferences-screen-qr = QR code to check in
conferences-screen-help = Scan the QR code, or type this code
conferences-screen-type = Cannot scan: open { $address }
conferences-screen-not-open = Check-in is not open
conferences-desk-come = Attend: { $title }
conferences-desk-see = See the invitation
conferences-desk-attendance = Attendance: { $title }
conferences-desk-waiting = { $count ->
    [one] { $count } delegate without an outcome
   *[other] { $count } delegates without an outcome
 }
conferences-desk-take = Take attendance
conferences-desk-head-count = Head-count: { $title }
conferences-desk-enter = Enter
conferences-desk-checklist = { $title } · { $count } due
conferences-desk-prepare = See
conferences-error-title = Give the conference a title.
conferences-error-form = Choose the form.
conferences-error-day = Choose the day.
conferences-error-time = Write the time as 07:30.
conferences-error-backward = The end must be after the beginning.
conferences-error-head-count-day = Head-counts are due on or before the day of the conference.
conferences-error-topic = Write the topic.
conferences-error-checklist = Write what is to be done and the days from the conference: -1 is the day before.
conferences-error-point-name = Name the point.
conferences-error-unit = Choose a unit.
conferences-error-name = Write the guest's name.
conferences-error-number = Write a number from 0 up.
conferences-error-file = Choose an Excel or CSV file.
figure-conferences-summoned = Delegates summoned
figure-conferences-attended = Delegates present
figure-conferences-absent_with_reason = Absent with reason
figure-conferences-absent_without_reason = Absent without reason
figure-conferences-made_up = Made up
figure-conferences-people_attended = People who attended in the rollout (each once)
figure-conferences-head_count_expected = Expected (entered)
figure-conferences-head_count = Present by head-count (entered)
refused-conf-01 = Check-in is opened while a conference is in preparation.
refused-conf-02 = There is no point yet. Make points first.
refused-conf-03 = Only a conference that is checking in can be closed.
refused-conf-04 = The conference is on { $day }; it cannot be closed before.
refused-conf-05 = The conference was closed on { $day } and cannot be changed.
refused-conf-06 = Close the conference first, then arrange a make-up.
refused-conf-07 = Nobody owes a make-up.
refused-conf-08 = Check-in is not open yet.
refused-conf-09 = The conference was closed on { $day }; attendance is final.
refused-conf-10 = The code is wrong or has changed. Type the code the hall's screen shows now.
refused-conf-11 = Too many wrong codes. Wait { $minutes } minutes, or tell the organisers.
refused-conf-12 = This is the code of another point. You are summoned to: { $point }. If you attend here, tell the organisers.
refused-conf-13 = The number is locked. To correct it, ask the organiser to unlock it.
refused-conf-14 = This point has a list of { $count } delegates: check them in one by one.
refused-conf-15 = Nothing was entered, so nothing can be locked.
refused-conf-16 = The point still has { $points } points and { $delegates } delegates. Move or remove them first.
refused-conf-17 = A point cannot stand below itself.
event-conferences-absence_recorded = Absence recorded
event-conferences-agenda_item_added = Agenda item added
event-conferences-agenda_item_removed = Agenda item removed
event-conferences-agenda_time_noted = Agenda time noted
event-conferences-changed = Conference changed
event-conferences-check_in_recorded = Check-in recorded
event-conferences-checklist_item_added = Checklist item added
event-conferences-checklist_item_changed = Checklist item changed
event-conferences-checklist_item_removed = Checklist item removed
event-conferences-checklist_item_ticked = Checklist item ticked
event-conferences-checklist_item_unticked = Checklist item unticked
event-conferences-closed = Conference closed
event-conferences-delegate_removed = Delegate removed
event-conferences-delegates_summoned = Delegates summoned
event-conferences-expected_entered = Expected entered
event-conferences-expected_locked = Expected locked
event-conferences-expected_unlocked = Expected unlocked
event-conferences-head_count_entered = Head count entered
event-conferences-list_uploaded = List uploaded
event-conferences-opened = Check-in opened
event-conferences-outcome_taken_back = Outcome taken back
event-conferences-planned = Conference planned
event-conferences-point_added = Point added
event-conferences-point_changed = Point changed
event-conferences-point_connected = Point connected
event-conferences-point_disconnected = Point disconnected
event-conferences-point_removed = Point removed
event-conferences-points_generated = Points generated
conferences-odd = { $count ->
    [one] 1 point has figures to look at
   *[other] { $count } points have figures to look at
}
conferences-odd-help = What was entered is neither changed nor refused; ask the unit where needed.
conferences-odd-more_than_expected = more present than expected
conferences-odd-fewer_than_half = fewer than half of those expected
conferences-odd-far_from_others = a rate far from that of the other points
conferences-odd-nobody_expected = people came though none were expected
conferences-of-person = { $count ->
    [one] { $count } summons to a conference
   *[other] { $count } summonses to conferences
}
conferences-rollouts-of-person = { $count ->
    [one] { $count } rollout attended
   *[other] { $count } rollouts attended
}
conferences-talks-of-person = { $count ->
    [one] { $count } talk at a conference
   *[other] { $count } talks at conferences
}
event-conferences-double_taken_off = Second entry taken off the list of a conference
event-conferences-double_put_back = Put back on the list of a conference
known-people-attended = Members who attended
known-conferences = Conferences held
