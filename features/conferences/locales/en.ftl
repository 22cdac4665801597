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
conferences-none-then = By the end of { $day } there was no such conference
conferences-listed-as-of = The conferences planned by the end of { $day }: title, hours, state and the unit’s name as they were then; points, summoned and present by the end of that day, except what was taken off or corrected later.
conferences-untold = { $count ->
    [one] One conference here was
   *[other] { $count } conferences here were
} changed after that day, when what a change replaced was not kept yet: title and hours stand as after that change.
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
conferences-default-title-said = Conference: { $title }
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
conferences-as-of = Figures as of
conferences-as-of-show = Show
conferences-as-of-note = Summoned, present, absent and entered numbers above are as of the end of { $day }; the rest of the page is of today.
conferences-as-of-today = Show today
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
conferences-begin = Begin
conferences-end = Done
conferences-reset = Note times again
conferences-note-times = Note real times
conferences-really-began = Really began: { $title }
conferences-really-ended = Really ended: { $title }
conferences-checklist = Checklist
conferences-checklist-what = To do
conferences-checklist-offset = Days from the conference
conferences-checklist-offset-help = Days counted from the day of the conference: -5 is 5 days before, 0 the day itself, 1 a day after.
conferences-checklist-before = { $count ->
    [one] 1 day before
   *[other] { $count } days before
  }
conferences-checklist-on-the-day = On the day of the conference
conferences-checklist-after = { $count ->
    [one] 1 day after
   *[other] { $count } days after
  }
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
conferences-desk-tick = Tick off
conferences-desk-unticked = { $title } · closed, { $count } not ticked off
conferences-error-title = Give the conference a title.
conferences-error-form = Choose the form.
conferences-error-day = Choose the day.
conferences-error-time = Write the time as 07:30.
conferences-error-backward = The end must be after the beginning.
conferences-error-no-beginning = Enter when it began too.
conferences-error-not-yet = A real time cannot be later than now.
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
refused-conf-18 = You are acting in another member’s place, and this invitation is not theirs. Stop acting for them, then open it again.
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
conferences-questions-of-person = { $count ->
    [one] 1 question asked under the own name
   *[other] { $count } questions asked under the own name
}
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
conferences-halls = Halls, equipment
conferences-began-late = began { $count } min late
conferences-began-early = began { $count } min early
conferences-ended-late = ended { $count } min late
conferences-ended-early = ended { $count } min early
conferences-presence = What happened at the points
conferences-presence-help = A record of the points, not of people: prompts answered from the hall, heads counted beside check-ins, minutes the line was lost. Differences are marked for a person to judge.
conferences-prompts = Presence prompts
conferences-prompt-now = Prompt the points now
conferences-prompts-to-draw = Prompts
conferences-prompts-draw = Draw their times
conferences-prompts-draw-help = Times are drawn at random within the conference; nobody knows them beforehand.
conferences-prompts-ahead = { $count ->
    [one] One drawn prompt is still to come. Drawing again replaces it.
   *[other] { $count } drawn prompts are still to come. Drawing again replaces them.
}
conferences-prompts-drawn = The times are drawn.
conferences-prompt-opened = Prompted; the points’ screens show their codes.
conferences-prompts-opened = { $count ->
    [one] Prompted once
   *[other] Prompted { $count } times
}
conferences-prompts-none = No prompt yet.
conferences-prompts-in-time = Answered in time
conferences-prompts-late = Answered late
conferences-prompts-missed = Not answered
conferences-prompt-open = Waiting for answers
conferences-prompt-over = Over
conferences-prompt-drawn = drawn
conferences-prompt-in-time = In time
conferences-prompt-late = Late
conferences-prompt-missed = Not answered, overdue
conferences-prompt-lapsed = Not counted: the conference ended before it was due
conferences-prompt-waiting = Waiting
conferences-prompt-answer = Confirm that this point takes part
conferences-prompt-code = Code on the point’s screen
conferences-prompt-code-help = The code is on the screen of this point in the hall:
conferences-prompt-send = Confirm
conferences-prompt-answered = The point’s confirmation is recorded.
conferences-seconds-left = { $count ->
    [one] one second left
   *[other] { $count } seconds left
}
conferences-in-time-count = { $count } in time
conferences-late-count = { $count } late
conferences-missed-count = { $count } not answered
conferences-main-point = Main point, not prompted
conferences-counted = Heads counted
conferences-checked-in-then = Checked in then
conferences-checked-in-then-count = { $count } checked in then
conferences-checked-in-now = { $count ->
    [one] One person has checked in at this point.
   *[other] { $count } people have checked in at this point.
}
conferences-counted-beside = Counted / checked in
conferences-heads = Heads in the hall
conferences-heads-in-hall = People present now
conferences-differs = Differs, to be looked at
conferences-judgement = Remark
conferences-judgement-of = Remark on { $name }
conferences-line-page = Mind the point
conferences-line-log = Log of the line
conferences-line-back = It is back
conferences-faults = Faults
conferences-minutes-lost = Minutes lost
conferences-minutes-lost-sum = { $count ->
    [one] One minute lost in all
   *[other] { $count } minutes lost in all
}
conferences-minutes = { $count } min
conferences-faults-minutes = { $count ->
    [one] one fault, { $minutes } min
   *[other] { $count } faults, { $minutes } min
}
conferences-no-faults = No faults
conferences-fault-lasting = Lost now
conferences-fault-restored = Restored
conferences-fault-kind = What was lost
conferences-fault-sound = Sound lost
conferences-fault-picture = Picture lost
conferences-fault-both = Sound and picture lost
conferences-fault-add = Note the fault
conferences-fault-help = Leave the time it was lost empty for now; leave the time it was back empty while it lasts.
conferences-lost-at = Lost at
conferences-restored-at = Back at
conferences-remedy = What was done
conferences-screen-prompt = Confirm that this point takes part
conferences-screen-prompt-help = Whoever minds the point enters this code on the page Mind the point, { $count } seconds left
conferences-desk-prompt = Confirm the point: { $point }
conferences-desk-prompt-until = { $title } · before { $time }
conferences-dialogue = Questions
conferences-dialogue-help = Delegates ask from their phones, on the page of their invitation. Who asks an anonymous question is kept nowhere.
conferences-dialogue-hall = Screen for the hall
conferences-dialogue-how = Open your invitation on your phone and choose Ask a question
conferences-dialogue-taking = Taking questions
conferences-dialogue-take = Questions are taken
conferences-dialogue-anonymous = Anonymous questions are allowed
conferences-dialogue-open = Open
conferences-dialogue-closed = Not open
conferences-dialogue-not-open = Questions are not taken now.
conferences-dialogue-ask = Ask a question
conferences-dialogue-read = Questions and answers
conferences-questions = Questions
conferences-questions-waiting = Questions waiting
conferences-questions-waiting-count = { $count } are waiting; the list below has them all.
conferences-questions-all-handled = No question is waiting.
conferences-questions-none-found = No such question.
conferences-questions-none-help = The delegates’ questions stand here, the most wanted first, and are kept after the conference.
conferences-question = Question
conferences-question-search = Find a question
conferences-question-ask = Your question
conferences-question-send = Send the question
conferences-question-asked = Your question is sent.
conferences-question-handle = Handle
conferences-ask-anonymously = Ask anonymously
conferences-ask-help = Unless asked anonymously, the question shows the name { $name } and the unit.
conferences-ask-named = The question shows the name { $name } and the unit.
conferences-asker = Asked by
conferences-anonymous = Anonymous
conferences-votes = Votes
conferences-votes-count = { $count ->
    [one] one vote
   *[other] { $count } votes
}
conferences-vote = I want to know too
conferences-voted = You voted for it
conferences-handling = Outcome
conferences-handling-open = Waiting
conferences-handling-live = Answered at the conference
conferences-handling-written = Answered in writing
conferences-handling-passed_on = Passed on
conferences-handling-set_aside = Set aside
conferences-answer = Answer
conferences-answer-help = The asker and the hall can read it. For a question set aside give the reason; only the organisers read that.
conferences-passed-to = Passed on to
conferences-survey = Survey of quality
conferences-survey-anonymous = Answers are added to sums and tied to nobody. Each delegate answers once.
conferences-survey-marks = 1 is poor, 5 is very good; leave out what you have no opinion on.
conferences-survey-words = Anything else
conferences-survey-send = Send
conferences-survey-thanks = Thank you. Your answer is added to the sums.
conferences-survey-answers = { $shown } answers in the sums, { $asked } asked
conferences-survey-until = open until { $day }
conferences-survey-waiting = { $count } waiting until there are { $least }
conferences-survey-too-few = Too few answers yet
conferences-survey-help = Answers are shown as sums only, in lots of at least { $least }, so that nobody’s answer can be told.
conferences-survey-not-yet = The survey opens when the conference is closed
conferences-aspect = Aspect
conferences-aspect-organisation = Organisation
conferences-aspect-materials = Materials
conferences-aspect-reporter = Reporter
conferences-aspect-line = Line
conferences-average = Average
conferences-mark = Mark { $mark }
conferences-hall = Hall
conferences-hall-choose = Choose a hall
conferences-hall-none = None
conferences-hall-holds = holds { $count }
conferences-hall-unknown = No hall is entered yet.
conferences-hall-enter = Add a hall
conferences-hall-look = To be looked at before the day
conferences-hall-too-small = { $people } people come; the hall holds { $capacity } only.
conferences-hall-out-of-use = { $name } is out of use.
conferences-not-working = { $name } does not work.
conferences-taken = { $name } is chosen for another conference at the same time ({ $who }).
conferences-equipment-bring = Equipment to bring
conferences-equipment-there = Equipment in the hall
conferences-seats = Seats
conferences-seated-of = { $seated } seated of { $people }
conferences-seats-draw = Seat by unit
conferences-seats-again = Seats will be drawn up anew; printed invitations may no longer be right. Draw them up again?
conferences-seats-drawn-up = Seats are drawn up.
conferences-seats-list = Print the seating list
conferences-seats-heading = SEATING LIST
conferences-seats-by-unit = By unit
conferences-seats-by-row = By row
conferences-seats-of-row = Seats, delegates
conferences-seats-none = No seats drawn up
conferences-seat = Row { $row }, seat { $number }
conferences-row = Row
conferences-invitation-seat = Seat
conferences-sync-unknown = Not on the list of this point
conferences-error-prompts = Enter 0 to 12 prompts.
refused-conf-19 = The conference is not open, so nobody can be prompted.
refused-conf-20 = The conference has no online point to prompt.
refused-conf-21 = A prompt is open for { $seconds } more seconds. Wait until it is over.
refused-conf-22 = This prompt is still to come.
refused-conf-23 = This point has answered the prompt.
refused-conf-24 = The code is wrong. Enter the one on this point’s own screen; { $left } tries are left.
refused-conf-25 = Too many wrong codes. Tell the organiser.
refused-conf-26 = The conference is over; no confirmation is taken.
refused-conf-27 = The conference is not open yet; no fault can be noted.
refused-conf-28 = The time cannot lie in the future.
refused-conf-29 = It cannot be back before it was lost.
refused-conf-30 = Questions are not taken now.
refused-conf-31 = This conference takes no anonymous questions. Untick it and send again.
refused-conf-32 = Write your question.
refused-conf-33 = The question has more than { $most } letters. Shorten it and send again.
refused-conf-34 = At most { $most } questions in ten minutes. Wait a little and send again.
refused-conf-35 = The question has been dealt with.
refused-conf-36 = Write the answer.
refused-conf-37 = Say to whom the question is passed on.
refused-conf-38 = Say why the question is set aside.
refused-conf-39 = The survey opens when the conference is closed.
refused-conf-40 = The survey is for those who were there.
refused-conf-41 = This invitation has answered the survey.
refused-conf-42 = The survey closed on { $day }.
refused-conf-43 = Mark at least one aspect, or write something.
refused-conf-44 = No hall is chosen.
refused-conf-45 = The hall’s rows and seats are not entered. Change the hall, then seat people.
refused-conf-46 = The point has no delegates on its list.
refused-conf-47 = { $people } delegates, but { $seats } seats only. Choose a larger hall or move some to another point.
event-conferences-prompt_opened = Points prompted
event-conferences-prompts_drawn = Prompt times drawn
event-conferences-prompt_answered = Prompt answered
event-conferences-heads_counted = Heads counted
event-conferences-count_judged = Difference of heads remarked on
event-conferences-line_lost = Line fault noted
event-conferences-line_restored = Line noted as back
event-conferences-dialogue_opened = Questions opened
event-conferences-dialogue_closed = Questions closed
event-conferences-question_asked = Question asked
event-conferences-question_handled = Question handled
event-conferences-survey_answered = Survey answered
event-conferences-hall_chosen = Hall chosen
event-conferences-equipment_chosen = Equipment chosen
event-conferences-seats_drawn_up = Seats drawn up
conferences-limits = Limits of taking part
conferences-limits-help = Limits of presence prompts, questions and surveys, for the whole installation. What held on days that are over stays.
conferences-limits-saved = The limits are saved.
conferences-limit = Limit
conferences-limit-from = From
conferences-limit-value = Value
conferences-limit-prompt_seconds = Seconds for a point to answer a prompt
conferences-limit-prompt_tries = Wrong codes a point may give
conferences-limit-count_difference_percent = Per cent by which heads and check-ins may differ before it is marked
conferences-limit-question_letters = Most letters of a question
conferences-limit-questions_in_ten_minutes = Questions of one phone in ten minutes
conferences-limit-survey_minimum = Least answers of a survey that are shown together
conferences-limit-survey_days = Days after the conference in which the survey is answered
conferences-error-limit = Enter a number from { $least } to { $most }.
conferences-error-limit-day = Choose today or later.
event-conferences-limit_set = A limit of taking part was set
conferences-going-on = { $count } conferences not closed, which the heir goes on with
conferences-points-going-on = { $count } points of conferences not closed, which the heir goes on with
