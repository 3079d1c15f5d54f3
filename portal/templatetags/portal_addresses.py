"""Addresses of the public pages, for their templates."""

from django import template

from portal.addresses import list_of_entity, list_of_provision, page_of_provision

register = template.Library()

register.filter("page", page_of_provision)
register.filter("list", list_of_provision)
register.filter("list_of_entity", list_of_entity)
