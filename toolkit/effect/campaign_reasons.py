"""Why a number of a campaign or an experiment is absent or limited; English msgids, translated by `i18n`."""

from toolkit.i18n import N_

NO_SERIES = N_("it has no daily values that add up")
DISTINCT = N_("different people of several days do not add up to a number a day")
TOO_SHORT = N_("the ordinary days before the start are too few, or all alike, to learn from")
FEW_SPANS = N_("too few earlier spans without an event to try the method on")
NO_COST = N_("no cost was given")
NO_REVENUE = N_("the effect on revenue is not known")
NO_CHANNELS = N_("orders and spend share no channel")
NO_EARLIER = N_("no comparable earlier days without an event have data")
RUNNING = N_("the experiment is not over; a result read before the planned end misleads")
FEW_USERS = N_("fewer users than planned have taken part so far")
NO_USERS = N_("a variant has no user with a value")
NO_SPREAD = N_("the values do not vary, or a variant has a single user")
NO_EXPERIMENT = N_("no experiment table was given")
UNNAMED = N_("the experiment table does not say which experiment a user is in")
NO_EXPERIMENTS = N_("the client file names no experiment")
NO_POSTS = N_("no posts table was given")
NO_RESPONSE = N_("no weekly response to the spend is known")
FEW_WEEKS = N_("too few weeks with both spend and response")
STEADY = N_("its spend hardly varies")
