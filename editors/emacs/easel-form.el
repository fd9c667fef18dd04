;;; easel-form.el --- Fill in a form that an agent wants -*- lexical-binding: t -*-

;; SPDX-License-Identifier: Apache-2.0

;;; Commentary:

;; A form is a flat JSON Schema: each property is a text, a number, a choice or
;; a yes or no.

;;; Code:

(require 'map)
(require 'crm)

(defun easel-form-read (schema)
  "Ask for each property of the JSON Schema SCHEMA; return the plist of answers."
  (let (answers)
    (map-do (lambda (key field)
              (setq answers (append answers (list key (easel-form--field key field)))))
            (plist-get schema :properties))
    answers))

(defun easel-form--field (key field)
  "Ask for the property KEY with the schema FIELD."
  (let ((prompt (concat (or (plist-get field :title) (substring (symbol-name key) 1)) ": ")))
    (pcase (plist-get field :type)
      ("boolean" (if (y-or-n-p prompt) t :json-false))
      ((or "number" "integer") (read-number prompt (plist-get field :default)))
      ("array" (vconcat (completing-read-multiple
                         prompt (easel-form--choices (plist-get field :items)) nil t)))
      (_ (if-let* ((choices (easel-form--choices field)))
             (completing-read prompt choices nil t nil nil (plist-get field :default))
           (read-string prompt nil nil (plist-get field :default)))))))

(defun easel-form--choices (field)
  "Return what FIELD lets one choose from, or nil."
  (append (or (plist-get field :enum)
              (mapcar (lambda (it) (plist-get it :const))
                      (or (plist-get field :oneOf) (plist-get field :anyOf))))
          nil))

(provide 'easel-form)
;;; easel-form.el ends here
