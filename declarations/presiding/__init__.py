"""What lies before the presiding officer alone: opinions, matters reported, and the measures of INTERPOL 23."""
