"""One file an engine: how it is connected to, what it calls types and tables, how it knows zones.

The drivers are asked themselves, for what ibis does on connecting needs the right to write: it makes views, functions
and volumes. The statements are ibis' work.
"""
