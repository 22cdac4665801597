skip-to-content = Skip to content
menu = Main menu
menu-open = Open the menu
menu-account = Account
sign-out = Sign out
search-placeholder = Search everything
list-pages = Pages of the list
list-total = { $count ->
    [one] { $count } row
   *[other] { $count } rows
 }
list-previous = Previous
list-next = Next
list-search = Search
failure-not-found = Not found
failure-not-found-help = This page does not exist, was removed, or lies outside your branch.
failure-forbidden = Not permitted
failure-forbidden-help = Your role does not carry this permission. Ask an administrator if you need it.
failure-sign-in-first = Sign in first
failure-sign-in-first-help = Sign in and try again.
failure-forged = The form has expired
failure-forged-help = Open the page again and send once more; what you typed is still in the browser.
failure-stale = Somebody has just changed this
failure-stale-help = Open the page again to see the newest version, then repeat.
failure-too-many = Too many attempts
failure-too-many-help = Wait a minute and try again.
failure-refused = Not possible yet
failure-malformed = What was sent cannot be read
failure-broken = Something broke
failure-broken-help = Nothing was saved. Try again; if it happens again, give the administrator the incident number below.
failure-incident = Incident number: { $number }
failure-back = Back
form-unreadable = A field of the form is missing or wrong. Go back and check the fields.
form-too-large = The file is larger than 64 MB. Split it and send it again.
json-unreadable = The JSON does not have the right shape. See /api/openapi.json.
